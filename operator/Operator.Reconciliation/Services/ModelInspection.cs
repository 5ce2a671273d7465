using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Reconciliation.Services;

/// <summary>What is known of the model file. At most one of facts and failure.</summary>
/// <param name="Needed">True: the header has not been read yet, and a pod should read it.</param>
internal sealed record ModelInspection(ModelFacts? Facts, ModelFailure? Failure, bool Needed)
{
    /// <summary>
    /// <code>
    /// engine pulls  facts remembered  pod's report   ->
    /// no            -                 -              nothing is known or needed: the engine fetches the model itself
    /// yes           for this model    -              those
    /// yes           no                facts          those
    /// yes           no                failure        that; the pod stays as evidence until the spec changes
    /// yes           no                none yet       needed
    /// </code>
    /// </summary>
    public static ModelInspection Of(ServiceView view, EffectiveSpec spec, EffectiveEngine engine)
    {
        if (!engine.PullsModel) return new(null, null, false);
        var source = Names.ModelSource(spec.Model.Uri, spec.Model.Sha256);
        if (view.Service.Status.Model is { } known && known.Source == source && Footprint.Remembered(known) is { } facts) return new(facts, null, false);
        var name = Names.InspectionPod(view.Service.Key.Name, source);
        var report = view.Pods.FirstOrDefault(pod => pod.Inspection && pod.Name == name)?.Report;
        return new(report?.Facts, report?.Failure, report?.Facts is null);
    }
}
