using InferOps.Operator.Core.Admission.Rules;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission;

/// <summary>An InferenceEngine that is about to be written.</summary>
/// <param name="Before">The spec that is stored; null: the engine is new.</param>
public sealed record EngineWrite(string Name, InferenceEngineSpec Spec, InferenceEngineSpec? Before, ClusterFacts Facts);

/// <summary>Decides whether an InferenceEngine may be written or deleted.</summary>
public static class EngineAdmission
{
    private static readonly Judgement<InferenceEngineSpec, EngineWrite> Judgement = new(InferenceEngineValidator.Validate,
    [
        EngineKeepsItsServices.Check,
        EngineImageIsPinned.Check,
        EngineCanBeScaled.Check,
    ]);

    public static AdmissionVerdict Decide(EngineWrite write) => Judgement.Of(write.Before, write.Spec, () => write);

    /// <summary>Without their engine, services cannot be rolled out, scaled or explained any more.</summary>
    public static AdmissionVerdict DecideDeletion(string engine, ClusterFacts facts)
    {
        var naming = Usage.NamingEngine(facts, engine);
        return new DeletionJudgement(AdmissionReasons.EngineInUse,
            services => $"InferenceEngine '{engine}' runs {services}; name another engine there or suspend them, and delete it when nothing of them runs",
            services => $"engine.name of {services} still means InferenceEngine '{engine}'; name another one there")
            .Of([.. naming.Where(service => Usage.Runs(service.Status))], naming);
    }
}
