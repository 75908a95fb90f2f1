"""Jobs of accounts."""

from voronka.accounts.letters import write_reset_letter
from voronka.accounts.models import User
from voronka.core import jobs


@jobs.job(times=4)
def send_reset_letter(user_id: int) -> None:
    """Send the letter that sets a new password; in a job, so that the time of an answer does not tell who is known."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        write_reset_letter(user)
