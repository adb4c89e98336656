package breach.namessayhowitworks;

class DefaultThing {}
