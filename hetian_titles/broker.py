"""Redis as a broker that goes away while tasks are under way.

kombu acknowledges and puts back over a connection that it has already closed, and the worker ends of the error that
comes of it (kombu 5.7). Nothing depends on either: what was not done stands in the database.
"""

from typing import Any

from kombu.transport import redis


class QoS(redis.QoS):  # type: ignore[misc]
    """Has nothing to say to a server whose connection is gone."""

    @property
    def is_gone(self) -> bool:
        connection = self.channel.connection
        return connection is None or connection.client is None

    def ack(self, delivery_tag: str) -> None:
        if not self.is_gone:
            super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        if not self.is_gone:
            super().reject(delivery_tag, requeue)

    def restore_unacked(self, client: Any = None) -> None:
        if not self.is_gone:
            super().restore_unacked(client)


def install() -> None:
    """Let every channel to Redis follow these rules."""
    redis.Channel.QoS = QoS
