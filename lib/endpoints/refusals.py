"""Why a request is not answered: one sentence in the reader's language, as text or as JSON."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from lib.common.text import Language, t


class Refusal(Exception):
    """A request that cannot be answered; ``code`` names a sentence of the section ``refusal``."""

    def __init__(self, status: int, code: str, /, **values: object) -> None:
        """Take the HTTP status, the sentence's key and its values."""
        super().__init__(code)
        self.status, self.code, self.values = status, code, values

    def sentence(self, lang: Language) -> str:
        """What is wrong and what to do."""
        return t(f"refusal.{self.code}", lang, **self.values)


def refusal_response(request: Request, refusal: Refusal, lang: Language) -> Response:
    """The answer for a refusal: JSON where the address or the client asks for it, else text."""
    headers = {"Cache-Control": "no-store"}
    if refusal.status == 429:
        headers["Retry-After"] = str(refusal.values["seconds"])
    sentence = refusal.sentence(lang)
    is_json = request.url.path.endswith("json") or "application/json" in request.headers.get(
        "accept", ""
    )
    if is_json:
        return JSONResponse({"error": sentence}, refusal.status, headers)
    return PlainTextResponse(sentence + "\n", refusal.status, headers)
