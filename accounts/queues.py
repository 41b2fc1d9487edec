"""The queues of the broker. They only hurry what stands in the database; beat asks again for what they have lost."""

from celery import Task, current_app


def is_empty_for(task: Task) -> bool:
    """Tell whether nothing waits in the queue of `task`. What is late while something does waits its turn: asking for it
    again would only fill the broker for as long as a worker is away.
    """
    queue = current_app.amqp.router.route({}, task.name)["queue"].name
    with current_app.connection_for_read() as connection:
        return bool(connection.default_channel.queue_declare(queue).message_count == 0)
