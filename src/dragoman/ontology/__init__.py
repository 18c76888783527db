"""The code lists events are written in: PLOVER's types, modes, contexts and sectors, CAMEO, and party codes.

Everything is read from the tables beside this file, once, at first use; importing costs nothing.

>>> from dragoman import ontology
>>> ontology.quad("SANCTION"), ontology.score("SANCTION"), ontology.score("SANCTION", ["expel"])
('material conflict', -6.0, -5.5)
>>> ontology.to_plover("0871")
Coding(type='RETREAT', mode=('ceasefire',), context=('military',))
>>> ontology.to_cameo("RETREAT", ["ceasefire"], ["military"])
'0871'
>>> ontology.code_name("KOS"), ontology.is_code("XYZ")
('Kosovo', False)
"""

from __future__ import annotations

from dragoman.ontology.cameo import Coding, cameo_label, to_cameo, to_plover
from dragoman.ontology.codes import code_name, codes, is_code
from dragoman.ontology.plover import QUADS, Mode, Ontology, Type, load, quad, score

__all__ = [
    "QUADS",
    "Coding",
    "Mode",
    "Ontology",
    "Type",
    "cameo_label",
    "code_name",
    "codes",
    "is_code",
    "load",
    "quad",
    "score",
    "to_cameo",
    "to_plover",
]
