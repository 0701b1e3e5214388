"""A run of a part of a page that begins before the page's own run is sent leaves no gap."""

from collections.abc import Iterable

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from tests.pages.apps import go_to_page, start_session


def gaps(messages: Iterable[ForwardMsg]) -> list[list[int]]:
    """The places of elements that a browser refuses: no element stands before them yet."""
    known: dict[tuple[int, ...], int] = {}
    out = []
    for message in messages:
        if not message.HasField("delta"):
            continue
        *block, place = message.metadata.delta_path
        if place > known.get(tuple(block), 0):
            out.append([*block, place])
        known[tuple(block)] = max(known.get(tuple(block), 0), place + 1)
    return out


def test_what_follows_the_screens_of_a_presentation_never_stands_behind_a_gap(monkeypatch):
    sent: list[ForwardMsg] = []
    keep = ForwardMsgQueue.enqueue

    def note(queue: ForwardMsgQueue, message: ForwardMsg) -> None:
        copy = ForwardMsg()
        copy.CopyFrom(message)
        sent.append(copy)
        keep(queue, message)

    app = start_session(province="80", year="2023")
    monkeypatch.setattr(ForwardMsgQueue, "enqueue", note)
    assert not go_to_page(app, "present").exception
    assert gaps(sent) == []
    parts = {m.auto_rerun.fragment_id for m in sent if m.HasField("auto_rerun")}
    assert len(parts) == 2  # the screens, and what keeps the connection
    monkeypatch.undo()
    for part in parts:
        # A busy server: the browser has asked for the part again and nothing is sent yet.
        queue = ForwardMsgQueue()
        for message in sent:
            queue.enqueue(message)
        queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=[part])
        left = queue.flush()
        assert len(left) < len(sent)
        assert gaps(left) == []
