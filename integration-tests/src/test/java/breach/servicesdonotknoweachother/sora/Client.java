package breach.servicesdonotknoweachother.sora;

class Client {
  breach.servicesdonotknoweachother.vestis.Client other;
}
