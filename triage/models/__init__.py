from triage.models.decision import Decision
from triage.models.evidence import GuideEvidence
from triage.models.stage import QueueStage, StageChange
from triage.models.trained import TrainedModel

__all__ = ["Decision", "GuideEvidence", "QueueStage", "StageChange", "TrainedModel"]
