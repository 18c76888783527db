"""What events say when they are counted: relations over time, alarms, networks, maps, and who owes whom what.

Everything here is a plain function of a table of events (Arrow, polars or pandas, with the columns of the
store's views `events` or `dyads`; `frames.prepared` says which are needed), so that it works on imported
data sets as on a store. Nothing here opens a store or the network, but for the sinks of alarms.

    series      how two parties get on, by day, week or month, with a band of confidence
    alarms      when relations turn: surges and falls as they come, at a stated rate of false alarms
    changes     change points of a history, looked at afterwards
    network     who acts on whom, signed and weighted: blocs, balance, brokers
    map         where it happens
    charts      all of these as pictures, from one Vega-Lite specification for file, page and notebook
    obligations, positions, framing      who is bound to whom; who said what; how publishers tell it

Import the module that you need: this file imports none of them, since each brings heavy packages along.
"""

from __future__ import annotations
