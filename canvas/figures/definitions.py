"""What each figure means, as the page says it on hover and focus, and its file in its head."""

DEFINITIONS = {
    "asked": "Pictures that engines were asked for in this time. Crops and blends of an edge, "
    "which ask no engine, do not count, nor do canaries and benchmarks, which are no work.",
    "made": "Of these, pictures that came.",
    "usable": "Pictures whose last decision is Approved or Approved with changes, and those that "
    "nobody decided on yet but somebody picked.",
    "usable_rate": "Usable pictures of those made.",
    "usable_per_hour": "Usable pictures divided by hours of engines and people together: the time "
    "of the runs that made pictures, and the minutes in which people worked. The span is where the "
    "true rate lies in 95 of 100 cases.",
    "usable_per_engine_hour": "Usable pictures divided by the hours of the runs that made "
    "pictures. What people did in between cannot be told apart by engine, tier or template.",
    "cost_per_usable": "All that the tries of these pictures cost by the ledger, failed and "
    "refused ones too, divided by the usable ones.",
    "minutes_per_usable": "Minutes in which somebody changed a board, asked for a picture or "
    "decided on one, divided by the usable pictures. Two people in the same minute are two "
    "minutes; reading and thinking without any action is not seen, so it is the least it can be.",
    "by_hand": "What your team said that one usable picture took by hand. Stated, not measured.",
    "decided": "Made pictures that somebody decided on, or marked as pick, maybe or reject.",
    "built_on": "Made pictures that were edited, extended or enlarged afterwards.",
    "failed": "Pictures that did not come, for good, of those that ended.",
    "blocked": "Pictures that a provider or a rule of safety refused, of those that ended.",
    "edits_per_usable": "Masked edits, extensions and enlargements that were made, divided by the "
    "usable pictures.",
    "queue": "From asking until an engine begins.",
    "preview": "From asking until the first preview, of engines that send previews.",
    "result": "From asking until the picture is there.",
}
