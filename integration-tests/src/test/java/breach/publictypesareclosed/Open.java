package breach.publictypesareclosed;

public class Open {}
