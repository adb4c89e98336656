package breach.internalsservetheirownmodule.internal;

public class Hidden {}
