-- Which version of the holds a reader sees: another one for every change, never one that was seen before.
CREATE TABLE holds_version (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    version  INTEGER NOT NULL
) STRICT;
INSERT INTO holds_version VALUES (1, random());
CREATE TRIGGER version_on_insert AFTER INSERT ON holds BEGIN UPDATE holds_version SET version = random(); END;
CREATE TRIGGER version_on_update AFTER UPDATE ON holds BEGIN UPDATE holds_version SET version = random(); END;
CREATE TRIGGER version_on_delete AFTER DELETE ON holds BEGIN UPDATE holds_version SET version = random(); END;
