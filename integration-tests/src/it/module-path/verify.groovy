// Runs the consumer as a module, with the jars that Maven resolved for it.
def modules = "target/classes${File.pathSeparator}target/jars"
def java = "${System.getProperty('java.home')}/bin/java"
def run = new ProcessBuilder(java, '-Dslf4j.internal.verbosity=ERROR', '-p', modules, '-m', 'consumer/consumer.Consumer', 'target/files')
    .directory(basedir).redirectErrorStream(true).start()
def said = run.inputStream.text
assert run.waitFor() == 0 && said ==~ /saved [1-9]\d* bytes\R/ : said
