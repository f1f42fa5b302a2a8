"""What `Upkeep` and a start of the embedded server do, as jobs of workers where there are such."""

from procrastinate.contrib.django import app

from assets.generations.database import in_database
from assets.generations.queue_procrastinate import UPKEEP
from canvas.handlers import reconcile_generation_nodes
from canvas.upkeep import look_after


@app.periodic(cron="* * * * * */15")
@app.task(name="mend_placeholders", queue=UPKEEP, queueing_lock="mend_placeholders")
async def mend_placeholders(timestamp: int) -> None:
    """Of pictures whose worker was killed before it could tell their boards."""
    await in_database(reconcile_generation_nodes)


@app.periodic(cron="*/10 * * * *")
@app.task(name="look_after_boards", queue=UPKEEP, queueing_lock="look_after_boards")
async def look_after_boards(timestamp: int) -> None:
    await in_database(look_after)
