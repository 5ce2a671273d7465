using InferOps.Operator.Core.Advice;

namespace InferOps.Operator.Simulator.Rules;

/// <summary>Decides how many replicas run where. Asked once a second of virtual time; keeps its own rhythm.</summary>
internal interface IScalingRule
{
    Task ActAsync(CancellationToken cancellationToken);

    /// <summary>What should be rented, bought or given back, were the load to go on like this. Peers say nothing about it.</summary>
    IReadOnlyList<CommitmentAdvice> Advise() => [];
}
