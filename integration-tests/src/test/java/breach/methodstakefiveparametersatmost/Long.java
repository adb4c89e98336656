package breach.methodstakefiveparametersatmost;

class Long {
  void list(int one, int two, int three, int four, int five, int six) {}
}
