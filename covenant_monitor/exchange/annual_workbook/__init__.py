"""The annual workbook of a round, in Excel: made for a coordinator who sends it to the ministry as it is.

workbook       its sheets in order                 source      what is read from the file beside the round itself

summary        facts, outcomes, remarks            outcome_charts  its charts
outcomes       the tables of outcomes              cohorts     by participation year
sections       sections and steps                  comparison  earlier rounds, with their breaks
changes        why shares changed                  same        the same participants in two rounds
targets        requirements, targets, indicators   alignment   OECD alignment
method         how the numbers came about
people, history, ratings, registers                what is for internal use only

figures        what is shown, and what is withheld in public
words          what it says in the same words as the board report
sheet          how cells are put in sheets         styles      how they look
room           how much room a text takes          chart       charts that Excel draws from cells
cells          how they are written to the file
"""
