from triage.models.decision import Decision
from triage.models.stage import QueueStage, StageChange
from triage.models.trained import TrainedModel

__all__ = ["Decision", "QueueStage", "StageChange", "TrainedModel"]
