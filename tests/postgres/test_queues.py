"""The order in which a worker of several queues takes what waits, on a real broker."""

from celery import current_app
from django.conf import settings
from kombu import Consumer, Exchange, Queue

QUEUES = {name: Queue(name, Exchange(name), routing_key=name) for name in ("scan", "blind")}


def test_who_waits_for_a_check_waits_for_no_blind_copy():
    """Materials, Checks: what somebody looks at on his page goes before copies of which a case has fifteen."""
    routes = settings.CELERY_TASK_ROUTES
    assert routes["applications.tasks.check_material"]["queue"] == "scan"
    assert routes["applications.tasks.make_blind_copy"]["queue"] == "blind"
    taken: list[str] = []

    def take(body, message):
        taken.append(body)
        message.ack()

    with current_app.connection_for_write() as connection:
        producer = connection.Producer()
        for name in ("blind", "blind", "scan", "blind", "scan"):
            producer.publish(name, routing_key=name, exchange=QUEUES[name].exchange, declare=[QUEUES[name]])
        with Consumer(connection, list(QUEUES.values()), callbacks=[take], prefetch_count=1):
            while len(taken) < 5:
                connection.drain_events(timeout=10)
    assert taken == ["scan", "scan", "blind", "blind", "blind"]
