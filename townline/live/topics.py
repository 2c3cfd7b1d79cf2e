"""What one can listen to. A topic is a short word that identifies nobody."""

CHANNEL = "townline_live"
"""Where PostgreSQL carries pokes."""
MOST_BYTES = 7_500
"""PostgreSQL takes payloads of less than 8,000 bytes."""
LONGEST = 200


def contact(key: int) -> str:
    """Return the topic of a contact: its course, its messages, its signals."""
    return f"contact:{key}"


def agent(key: int) -> str:
    """Return the topic of an agent: what they are offered, have in hand, and say of themselves."""
    return f"agent:{key}"


def centre(city_id: int, code: str) -> str:
    """Return the topic of a centre: everything that waits or is answered there."""
    return f"centre:{city_id}:{code}"


def payloads(topics: "list[str]") -> list[str]:
    """
    Return topics, each once and in their order, in as few payloads as PostgreSQL takes.

    :raises ValueError: if a topic is empty, has a blank, or is longer than ``LONGEST``
    """
    packed, size = [list[str]()], 0
    for topic in dict.fromkeys(topics):
        if not topic or len(topic) > LONGEST or any(letter.isspace() for letter in topic):
            raise ValueError(f"This is no topic: {topic!r}")
        needs = len(topic.encode()) + 1
        if size + needs > MOST_BYTES:
            packed.append([])
            size = 0
        packed[-1].append(topic)
        size += needs
    return [" ".join(each) for each in packed if each]
