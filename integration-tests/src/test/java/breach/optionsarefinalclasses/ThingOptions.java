package breach.optionsarefinalclasses;

public record ThingOptions(int size) {}
