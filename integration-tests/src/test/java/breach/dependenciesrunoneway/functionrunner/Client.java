package breach.dependenciesrunoneway.functionrunner;

public class Client {}
