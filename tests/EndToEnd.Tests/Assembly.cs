// Each sandbox is a whole cluster with Prometheus and the operator: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(InferOps.EndToEnd.Tests.NothingForbidden))]
