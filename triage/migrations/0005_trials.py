from django.db import migrations, models


SILENT = {"off", "shadow"}


def mark_fair(apps, schema_editor):
    """Decisions that were drawn from all, or that were made while every queue of the municipality was silent."""
    Decision, QueueStage = apps.get_model("triage", "Decision"), apps.get_model("triage", "QueueStage")
    Decision.objects.update(fair=models.Case(models.When(audit="random", then=True), default=False))
    slugs = QueueStage.objects.order_by().values_list("queue__municipality__slug", flat=True).distinct()
    for slug in slugs:
        stages = list(QueueStage.objects.filter(queue__municipality__slug=slug).prefetch_related("changes"))
        changes = sorted((change for stage in stages for change in stage.changes.all()), key=lambda one: one.at)
        moments = [None, *(change.at for change in changes), None]
        for begin, end in zip(moments, moments[1:]):
            if all(stage_at(stage, begin) in SILENT for stage in stages):
                during = models.Q(municipality_slug=slug)
                during &= models.Q(created_at__gte=begin) if begin else models.Q()
                during &= models.Q(created_at__lt=end) if end else models.Q()
                Decision.objects.filter(during).update(fair=True)


def stage_at(stage, moment):
    """From this moment on; None: before all changes."""
    later = [change for change in stage.changes.all() if moment is None or change.at > moment]
    return min(later, key=lambda one: one.at).before if later else stage.stage


def remember_trials(apps, schema_editor):
    """What a stage was tried on last; older ones know only what is on the card of the model in use."""
    stages = apps.get_model("triage", "QueueStage").objects.select_related("queue__municipality")
    model = apps.get_model("triage", "TrainedModel").objects.filter(active=True).first()
    for stage in stages:
        last = getattr(stage, "tried", {}) or tried_by_card(stage, model)  # the next migration takes the field away
        if last:
            passed = stage.certified_model == last["model"]
            trial = {"seen": last["seen"], "wrong": last["wrong"], "passed": passed}
            stage.trials = {f"{last['model']}:{last['target']:g}": trial}
            stage.save(update_fields=["trials"])


def tried_by_card(stage, model):
    places = model.card.get("slices", {}).get("municipality", {}) if model else {}
    for row in places.get(stage.queue.municipality.slug, {}).get("by_class", []):
        if row["class"] == stage.queue.kind:
            figures = {"seen": row["said"], "wrong": row["said"] - row["right"]}
            return {"model": model.sha256, "target": stage.target_error, **figures}
    return {}


class Migration(migrations.Migration):

    dependencies = [
        ('triage', '0004_targets_and_fair_samples'),
    ]

    operations = [
        migrations.AddField(
            model_name='queuestage',
            name='trials',
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(mark_fair, migrations.RunPython.noop),
        migrations.RunPython(remember_trials, migrations.RunPython.noop),
    ]
