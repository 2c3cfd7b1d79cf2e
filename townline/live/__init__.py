"""
Who looks at a page hears at once that something of it has changed, and nothing more than that.

A room says after its commit which topics have changed; PostgreSQL carries the word; a process of
streams passes it on to the pages that listen. A poke has no content: what is new, a page asks for
at its own address, where its permission is looked at.
"""
