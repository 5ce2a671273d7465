using InferOps.Operator.Core.Services;
using InferOps.Operator.Simulator.Metrics;
using InferOps.Operator.Simulator.Serving;

namespace InferOps.Operator.Simulator.Cluster;

/// <summary>Sends each request to the ready replica with the least to do; holds it while there is none.</summary>
internal sealed class Router(PodFleet fleet, SimulatedPrometheus prometheus)
{
    private readonly Queue<Request> _held = [];

    public void Send(Request request) => _held.Enqueue(request);

    public void Dispatch()
    {
        foreach (var request in fleet.Displaced) _held.Enqueue(request);
        fleet.Displaced.Clear();
        for (var left = _held.Count; left > 0; left--)
        {
            var request = _held.Dequeue();
            var pod = fleet.Pods.Where(pod => pod.Serves && pod.Service.Name == request.Service).MinBy(pod => pod.Replica.InFlight);
            if (pod is null)
            {
                _held.Enqueue(request);
                continue;
            }

            pod.Replica.Add(request);
            prometheus.Arrived(pod.Service, request);
        }
    }
}
