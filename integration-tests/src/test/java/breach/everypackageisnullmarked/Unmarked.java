package breach.everypackageisnullmarked;

class Unmarked {}
