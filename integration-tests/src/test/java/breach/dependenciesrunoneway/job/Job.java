package breach.dependenciesrunoneway.job;

import breach.dependenciesrunoneway.functionrunner.Client;

class Job {
  Client client;
}
