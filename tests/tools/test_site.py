"""The site of the journeys: a test ends when its answers have."""

import threading

from tests.site import Running, Site


def test_settling_waits_for_the_answers_that_are_being_made() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def pages(_environ: object, _start_response: object) -> list[bytes]:
        begun.set()
        may_end.wait(10)
        return [b"late"]

    running = Running(pages=pages)
    site = Site("http://nowhere.test", running)
    site.settle()
    asked = threading.Thread(target=running, args=({}, None))
    settling = threading.Thread(target=site.settle)
    asked.start()
    assert begun.wait(10)
    settling.start()
    settling.join(0.1)
    assert settling.is_alive()
    may_end.set()
    settling.join(10)
    asked.join(10)
    assert not settling.is_alive()
