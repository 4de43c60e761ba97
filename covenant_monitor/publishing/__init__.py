"""What leaves the house for the public: which figures an output holds, whether they may, and the record of it.

statements  the figures of every output, each with whom it is of
checking    what of them may be published beside what was published before; what is withheld, and writing it
implied     figures that follow from others though nobody prints them
words       what figures are called, and why one is withheld
tables      the figures themselves as CSV
nameless    a covenant as a public chart may draw it
copies      a copy of the covenant file without what is confidential
"""
