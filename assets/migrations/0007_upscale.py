from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assets', '0006_engine_settings'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attempt',
            name='operation',
            field=models.CharField(choices=[('text_to_image', 'Text To Image'), ('image_to_image', 'Image To Image'), ('inpaint', 'Inpaint'), ('outpaint', 'Outpaint'), ('upscale', 'Upscale')], max_length=16),
        ),
        migrations.AlterField(
            model_name='generation',
            name='operation',
            field=models.CharField(choices=[('text_to_image', 'Text To Image'), ('image_to_image', 'Image To Image'), ('inpaint', 'Inpaint'), ('outpaint', 'Outpaint'), ('upscale', 'Upscale')], max_length=16),
        ),
    ]
