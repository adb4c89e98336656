package breach.servicesdonotknoweachother.vestis;

public class Client {}
