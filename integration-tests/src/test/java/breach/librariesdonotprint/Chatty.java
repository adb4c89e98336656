package breach.librariesdonotprint;

class Chatty {
  void say() {
    System.out.println();
  }
}
