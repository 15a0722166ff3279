"""The proof of a coded chart: what each code rests on, sealed with a hash, and checked again offline on another machine."""
