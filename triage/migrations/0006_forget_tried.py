from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('triage', '0005_trials'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='queuestage',
            name='tried',
        ),
    ]
