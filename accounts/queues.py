"""The queues of the broker. They only hurry what stands in the database; beat asks again for what they have lost."""

from celery import current_app


def is_empty(queue: str) -> bool:
    """Tell whether nothing waits in `queue`. What is late while something does waits its turn: asking for it again
    would only fill the broker for as long as a worker is away.
    """
    with current_app.connection_for_read() as connection:
        return bool(connection.default_channel.queue_declare(queue).message_count == 0)
