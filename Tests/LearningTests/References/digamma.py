#!/usr/bin/env python3
"""Writes digamma.csv: x, psi(x), to 30 digits. Needs mpmath: python3 digamma.py > digamma.csv"""
from mpmath import mp, mpf, digamma

mp.dps = 60
POINTS = """1e-300 1e-100 1e-20 1e-9 1e-6 0.0001 0.001 0.01 0.1 0.25 0.5 0.75 1 1.25 1.4
1.4616321449683622 1.4616321449683623 1.5 1.75 2 2.5 3 4.2 5 5.999999 6 6.5 7.3 8 9.99 10 12.5 17 25 50 100
123.456 1000 12345.678 1e6 1e9 1e15 1e100 1e300""".split()

print("x,psi")
for text in POINTS:
    x = mpf(float(text))
    print(f"{float(text)!r},{mp.nstr(digamma(x), 30)}")
