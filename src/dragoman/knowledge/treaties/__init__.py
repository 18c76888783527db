"""Treaties of mutual defence, guarantee and consultation, and what is often taken for one.

`*.toml`: the treaties and what their articles oblige to; `members.tsv`: who is bound, since when;
`caveats.tsv`: what makes a membership less than plain; `places.tsv`: territories and seas that treaties treat
differently; `states.tsv`: states without a party code; `invocations.tsv`: when an article was called on;
`aggressions.tsv`: wars with a named aggressor. `README.md` tells how the files are kept.

    >>> from dragoman.knowledge.treaties import treaties
    >>> len(treaties().members("nato", "2022-01-27"))
    30
"""

from __future__ import annotations

from dragoman.knowledge.treaties.pacts import Article, Membership, Place, Treaties, Treaty
from dragoman.knowledge.treaties.read import read_treaties, treaties

__all__ = ["Article", "Membership", "Place", "Treaties", "Treaty", "read_treaties", "treaties"]
