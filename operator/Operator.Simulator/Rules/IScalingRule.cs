namespace InferOps.Operator.Simulator.Rules;

/// <summary>Decides how many replicas run where. Asked once a second of virtual time; keeps its own rhythm.</summary>
internal interface IScalingRule
{
    Task ActAsync(CancellationToken cancellationToken);
}
