"""What a clip has that a picture has not."""

from django.db import models

from assets.models.asset import Asset


class Clip(models.Model):
    """Of an asset with the role of a clip, whose bytes are the master: what nothing is lost in.

    still: the first frame, without loss, which stands for the clip where a picture is asked for.
    frames: at least two. fps_num / fps_den: frames a second. play_size: bytes of the WebM that
    boards play. facts: "steadiness", "motion_proof" and "codec" as `assets.motion.making` has them.
    """

    asset = models.OneToOneField(
        Asset, on_delete=models.CASCADE, primary_key=True, related_name="clip"
    )
    still = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    frames = models.PositiveIntegerField()
    fps_num = models.PositiveIntegerField()
    fps_den = models.PositiveIntegerField(default=1)
    loops = models.BooleanField(default=True)
    play_size = models.PositiveBigIntegerField()
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.frames} frames of {self.asset_id}"

    @property
    def fps(self) -> float:
        return self.fps_num / self.fps_den

    @property
    def seconds(self) -> float:
        return self.frames / self.fps
