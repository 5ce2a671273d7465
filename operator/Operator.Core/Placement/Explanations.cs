using System.Globalization;
using InferOps.Operator.Core.Placement.Filters;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>
/// Says why each pool was not used:
/// <code>
/// pool is              and the plan is    reason
/// not permitted        any                the filter's
/// full or unavailable  empty there        what limits it
/// full or unavailable  short              what limits it
/// not full             short              the cost ceiling or the spot share
/// not full             empty there        NotNeeded
/// not full             better elsewhere   AwaitingMove: this pool is better than one in use, and moving there is not due yet
/// </code>
/// Messages hold no number that changes from tick to tick, or an unchanged fleet would write its status again and again.
/// </summary>
internal static class Explanations
{
    public static IReadOnlyList<RejectedPool> Of(IReadOnlyList<RejectedPool> notPermitted, FilledOffers filled, PlacementRequest request)
    {
        var rejected = new List<RejectedPool>(notPermitted);
        for (var index = 0; index < filled.Offers.Count; index++)
        {
            var pool = filled.Offers[index].Candidate;
            var awaited = filled.AwaitedSince.ContainsKey(pool.Pool.Name) && filled.Counts[index] < filled.Offers[index].Availability.Replicas;
            if (filled.Counts[index] > 0 && filled.Shortfall == 0 && !awaited) continue;
            rejected.Add((awaited ? Repatriation.Awaited : Why(filled.Offers[index], filled.Counts[index], filled.Shortfall, request)).Of(pool));
        }
        return [.. rejected.OrderBy(pool => pool.Name, StringComparer.Ordinal)];
    }

    private static Rejection Why(PoolOffer offer, int count, int shortfall, PlacementRequest request)
    {
        if (count >= offer.Availability.Replicas) return offer.Availability.Limit;
        if (shortfall == 0) return NotNeeded(offer, request);
        if (offer.Candidate.Pool.Spot && request.Placement.MaxSpotShare < 1)
            return new(PlacementReasons.MaxSpotShareReached, string.Create(CultureInfo.InvariantCulture,
                $"is spot, and placement.maxSpotShare is {request.Placement.MaxSpotShare:0.##}; raise it or add pools that are not spot"));
        return new(PlacementReasons.MaxHourlyCostReached, string.Create(CultureInfo.InvariantCulture,
            $"costs {offer.MarginalBeyond:0.00##} {offer.Candidate.Pool.Currency} per replica and hour, more than placement.maxHourlyCost {request.Placement.MaxHourlyCost:0.00##} leaves"));
    }

    private static Rejection NotNeeded(PoolOffer offer, PlacementRequest request)
    {
        if (request.Replicas == 0) return new(PlacementReasons.NotNeeded, "has room; no replica is wanted");
        return new(PlacementReasons.NotNeeded, request.Placement.Policy switch
        {
            PlacementPolicy.Ordered => "has room; pools listed before it suffice",
            PlacementPolicy.Fastest => "has room; faster pools suffice",
            _ => string.Create(CultureInfo.InvariantCulture,
                $"has room at {offer.MarginalOf(1):0.00##} {offer.Candidate.Pool.Currency} per replica and hour; the pools in use suffice and cost no more"),
        });
    }
}
