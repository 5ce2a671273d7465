using InferOps.Operator.Core.Services;
using InferOps.Operator.Simulator.Serving;

namespace InferOps.Operator.Simulator.Cluster;

/// <summary>A replica's pod. Times in seconds since the start.</summary>
internal sealed class Pod(int number, ObjectKey service, string pool, double createdAt, Replica replica)
{
    public int Number { get; } = number;

    public ObjectKey Service { get; } = service;

    public string Pool { get; } = pool;

    public double CreatedAt { get; } = createdAt;

    public Replica Replica { get; } = replica;

    public string Name => $"{Service.Name}-{Pool}-{Number:0000}";

    /// <summary>Null: no node has room.</summary>
    public Node? Node { get; set; }

    /// <summary>When it will be ready, or has been; null without a node.</summary>
    public double? ReadyAt { get; set; }

    public bool Ready { get; set; }

    /// <summary>Since when it finishes what runs and takes nothing new.</summary>
    public double? TerminatingSince { get; set; }

    public bool Serves => Ready && TerminatingSince is null;
}

/// <summary>A node with GPUs. Cloud nodes come and go and are billed while they are there.</summary>
internal sealed class Node(string pool, int number, int gpus, double createdAt)
{
    public string Pool { get; } = pool;

    public string Name { get; } = $"{pool}-{number}";

    public int Gpus { get; } = gpus;

    public double CreatedAt { get; } = createdAt;

    /// <summary>GPUs in use.</summary>
    public int Used { get; set; }

    /// <summary>Since when no GPU of it has been in use.</summary>
    public double? EmptySince { get; set; }
}
