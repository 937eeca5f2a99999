-- What customers wrote, how often they were not understood or needed a person, and what became of the book.
INSERT INTO counters VALUES ('received', 0), ('not_understood', 0), ('person_called', 0), ('booked', 0), ('moved', 0), ('cancelled', 0);
