"""The process in which one troupe plays, in the folder that REHEARSAL_FOLDER names; `troupes` starts it."""

import gc
import pickle
from typing import TYPE_CHECKING

import django
from django.conf import settings

from hetian_titles.rehearsal.scratch import Wish

if TYPE_CHECKING:
    from hetian_titles.rehearsal.outcome import Outcome


def play(wish: Wish) -> "Outcome":
    """Play a wish on the scratch database of this process, leave what is to be looked at; give what came of it."""
    from campaigns.models import Campaign
    from hetian_titles.rehearsal.beat import forget_the_queue
    from hetian_titles.rehearsal.leavings import leave
    from hetian_titles.rehearsal.outcome import outcome_of
    from hetian_titles.rehearsal.play import play as played_by

    # Rows come and go by the million; looking for cycles among them takes a fifth.
    gc.set_threshold(100_000, 50, 50)
    forget_the_queue()
    campaign = Campaign.objects.get(key=wish.campaign)
    played = played_by(campaign, people=wish.people, seed=wish.seed)
    outcome = outcome_of(played, campaign)
    if wish.out:
        leave(played, wish.out, kinds=wish.papers)
    return outcome


if __name__ == "__main__":
    from hetian_titles.rehearsal.troupes import OUTCOME_FILE

    django.setup()
    (settings.DATA / OUTCOME_FILE).write_bytes(pickle.dumps(play(Wish.from_arguments())))
