using InferOps.Operator.Core.Placement.Survey;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement;

/// <summary>
/// Every GPU and who has it: bound by a pod, or booked and without a node yet. One service's plan is made against what all others leave, so no two book one GPU.
/// Built once for a snapshot of the cluster; a booking then costs as much as the service is large, however many services there are.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class GpuLedger
{
    private readonly Dictionary<string, PoolAccount> _accounts;
    private readonly Dictionary<ObjectKey, Dictionary<string, List<Held>>> _held = [];
    private readonly Dictionary<ObjectKey, Booking> _bookings = [];
    private readonly Dictionary<ObjectKey, HashSet<ObjectKey>> _displacers = [];
    private readonly Dictionary<(int Priority, bool Movable), int> _ranks = [];

    /// <param name="pools">Valid pools. Nodes belong to the first pool by name that selects them, so no GPU is counted twice.</param>
    public GpuLedger(IReadOnlyList<EffectivePool> pools, IReadOnlyList<ObservedNode> nodes, IReadOnlyList<ObservedGpuUse> uses)
    {
        var ordered = pools.OrderBy(pool => pool.Name, StringComparer.Ordinal).ToList();
        var owners = nodes.OrderBy(node => node.Name, StringComparer.Ordinal).Select(node => (Node: node, Pool: ordered.Find(pool => pool.Selects(node)))).Where(pair => pair.Pool is not null).ToLookup(pair => pair.Pool!.Name, pair => pair.Node);
        _accounts = ordered.ToDictionary(pool => pool.Name, pool => new PoolAccount(pool, [.. owners[pool.Name]]), StringComparer.Ordinal);
        var places = owners.SelectMany(pool => pool.Select((node, index) => (node.Name, Place: (Account: _accounts[pool.Key], Node: index)))).ToDictionary(pair => pair.Name, pair => pair.Place, StringComparer.Ordinal);
        foreach (var use in uses)
        {
            if (!places.TryGetValue(use.Node, out var place) || place.Account.Pool.GpuResource != use.ResourceName) continue;
            place.Account.Take(place.Node, use.Count);
            if (use is not { Service: { } service, Pool: { } pool }) continue;
            if (!_held.TryGetValue(service, out var held)) _held[service] = held = [];
            if (!held.TryGetValue(pool, out var there)) held[pool] = there = [];
            there.Add(new(place.Account, place.Node, use.Count));
        }
    }

    internal IEnumerable<PoolAccount> Accounts => _accounts.Values;

    public IReadOnlyCollection<Booking> Bookings => _bookings.Values;

    /// <summary>Pools in which a service waits for GPUs that others are about to give back.</summary>
    public IReadOnlySet<string> Clearing(ObjectKey service)
    {
        Count(service, -1);
        var clearing = _accounts.Values.Where(account => account.Leaving + account.Spare > 0).Select(account => account.Pool.Name)
            .Concat((Find(service)?.Displaces ?? []).Select(displacement => displacement.Pool)).ToHashSet(StringComparer.Ordinal);
        Count(service, 1);
        return clearing;
    }

    /// <summary>Whether anybody might have to give way to a service.</summary>
    public bool IsContestable(BookingOwner owner) => _ranks.Any(rank => rank.Value > 0 && (rank.Key.Priority < owner.Priority || (rank.Key.Priority == owner.Priority && rank.Key.Movable)))
        || _bookings.GetValueOrDefault(owner.Service) is { Displaces.Count: > 0 };

    public Booking? Find(ObjectKey service) => _bookings.GetValueOrDefault(service);

    public void Put(Booking booking) => Replace(booking.Service, booking);

    public void Remove(ObjectKey service) => Replace(service, null);

    /// <summary>What all others leave to a service.</summary>
    /// <param name="contested">True: also what others must give up for it.</param>
    internal IReadOnlyDictionary<string, PoolBalance> LeftTo(BookingOwner owner, bool contested)
    {
        Count(owner.Service, -1);
        var balances = _accounts.Values.ToDictionary(account => account.Pool.Name, account => Balance(owner, account, contested), StringComparer.Ordinal);
        Count(owner.Service, 1);
        return balances;
    }

    /// <summary>Whom a service displaces with so many replicas on a pool; nobody where the room is its own.</summary>
    public IReadOnlyList<Displacement> Displace(BookingOwner owner, string pool, int replicas)
    {
        var displacements = new List<Displacement>();
        Count(owner.Service, -1);
        var account = Towards(owner.Service, _accounts[pool]);
        // Nobody is looked for where the room is there already: that is nearly always so, and looking costs as much as there are services.
        using var victims = Victims(owner, pool).GetEnumerator();
        while (Room() is var before && before < replicas && victims.MoveNext())
        {
            var (victim, has, floor, why) = victims.Current;
            var keeps = has;
            while (keeps > floor && Room() < replicas) GiveUp(owner.Service, account, victim, --keeps);
            if (keeps == has) continue;
            var asked = displacements.Find(displacement => displacement.Victim == victim.Service);
            if (asked is not null) displacements.Remove(asked);
            displacements.Add(new(victim.Service, pool, Math.Min(Room(), replicas) - before + (asked?.Replicas ?? 0), keeps, asked?.Why ?? why));
        }
        Count(owner.Service, 1);
        return displacements;

        int Room() => account.Left().Room.For(owner.GpusPerReplica);
    }

    private PoolBalance Balance(BookingOwner owner, PoolAccount account, bool contested)
    {
        var pool = account.Pool.Name;
        var claims = Claims(owner.Service, pool).ToList();
        var taken = Asked(owner.Service, pool);
        var seen = claims.Count + taken.Count == 0 ? account : Towards(owner.Service, account);
        foreach (var displacement in taken)
        {
            var victim = _bookings[displacement.Victim];
            GiveUp(owner.Service, seen, victim, Level(victim, pool), displacement.Keeps);
        }
        var (room, takenByOthers) = seen.Left();
        return new(room, takenByOthers)
        {
            Contested = contested ? ContestedRoom(owner, account) : GpuRoom.None,
            ReclaimableGpus = account.Spare,
            Yield = claims.Count == 0 ? null : new(claims[0].Why, claims.Exists(claim => claim.Outranked)),
        };
    }

    private GpuRoom ContestedRoom(BookingOwner owner, PoolAccount account)
    {
        var seen = Towards(owner.Service, account);
        foreach (var (victim, has, floor, _) in Victims(owner, account.Pool.Name)) GiveUp(owner.Service, seen, victim, has, floor);
        return seen.Left().Room;
    }

    /// <summary>Who gives way, from how many replicas to how many: first those who were asked before, for as long as they have not gone, then whoever has to and what those have beyond that.</summary>
    private IEnumerable<(Booking Victim, int Has, int Floor, string Why)> Victims(BookingOwner owner, string pool)
    {
        var asked = Asked(owner.Service, pool).ToDictionary(displacement => displacement.Victim);
        return asked.Values.Select(displacement => (_bookings[displacement.Victim], Level(_bookings[displacement.Victim], pool), displacement.Keeps, displacement.Why))
            .Concat(Contest.Victims(owner, pool, _bookings.Values).Select(victim => (victim, Math.Min(Level(victim, pool), asked.GetValueOrDefault(victim.Service)?.Keeps ?? int.MaxValue), 0, Contest.Why(owner, victim))));
    }

    /// <summary>What a service has asked of others in a pool before, but of those that are gone.</summary>
    private List<Displacement> Asked(ObjectKey service, string pool) =>
        [.. (Find(service)?.Displaces ?? []).Where(displacement => displacement.Pool == pool && _bookings.ContainsKey(displacement.Victim))];

    /// <summary>A copy in which what was taken from a service counts: towards everybody else it sits on that service's GPUs.</summary>
    private PoolAccount Towards(ObjectKey service, PoolAccount account)
    {
        var copy = account.Copy();
        foreach (var (gpus, replicas, _, _) in Claims(service, account.Pool.Name)) copy.Reserve(gpus, replicas);
        return copy;
    }

    private void GiveUp(ObjectKey taker, PoolAccount account, Booking victim, int has, int keeps)
    {
        for (var index = has - 1; index >= keeps; index--) GiveUp(taker, account, victim, index);
    }

    /// <summary>Takes one replica from a victim: one that is bound, or one that is only booked. What itself sits on somebody's GPUs has nothing to give yet, and what is promised to another is not given twice.</summary>
    private void GiveUp(ObjectKey taker, PoolAccount account, Booking victim, int index)
    {
        if (IsPromised(taker, account.Pool.Name, victim, index)) return;
        var held = HeldBy(victim.Service, account.Pool.Name);
        if (index >= held.Count) account.Reserve(victim.GpusPerReplica, index < victim.Replicas.GetValueOrDefault(account.Pool.Name) - Overlaid(victim, account.Pool.Name) ? -1 : 0);
        else if (held[index].Account.Pool.Name == account.Pool.Name && !IsSpare(victim, account.Pool.Name, index)) account.Take(held[index].Node, -held[index].Gpus);
    }

    /// <summary>Whether a victim's replica goes to somebody else: of all who asked for it, to the one that asked for the fewest.</summary>
    private bool IsPromised(ObjectKey taker, string pool, Booking victim, int index)
    {
        var own = Keeps(taker);
        return _displacers.GetValueOrDefault(victim.Service, []).Any(other => other != taker && Keeps(other) is { } keeps && keeps <= index
            && (own is null || keeps > own || (keeps == own && string.CompareOrdinal(other.ToString(), taker.ToString()) < 0)));

        int? Keeps(ObjectKey displacer) => _bookings.GetValueOrDefault(displacer)?.Displaces.FirstOrDefault(displacement => displacement.Victim == victim.Service && displacement.Pool == pool)?.Keeps;
    }

    /// <summary>Replicas of a victim in a pool, those on their way out included.</summary>
    private int Level(Booking booking, string pool) => Math.Max(HeldBy(booking.Service, pool).Count, booking.Replicas.GetValueOrDefault(pool));

    /// <summary>What a service has to give up in a pool and has not yet: replicas of its own, and for whom.</summary>
    private IEnumerable<(int Gpus, int Replicas, string Why, bool Outranked)> Claims(ObjectKey victim, string pool) =>
        from displacer in _displacers.GetValueOrDefault(victim, [])
        from displacement in _bookings[displacer].Displaces
        where displacement.Victim == victim && displacement.Pool == pool && Owed(displacement) > 0
        select (_bookings[victim].GpusPerReplica, Owed(displacement), displacement.Why, _bookings[displacer].Priority > _bookings[victim].Priority);

    /// <summary>Replicas that a victim has to give up and has not yet.</summary>
    private int Owed(Displacement displacement) =>
        _bookings.TryGetValue(displacement.Victim, out var victim) ? Math.Max(0, Level(victim, displacement.Pool) - displacement.Keeps) : 0;

    /// <summary>Replicas of a service that sit on GPUs which others have not given up yet.</summary>
    private int Overlaid(Booking booking, string pool)
    {
        var (replicas, gpus) = (0, 0);
        foreach (var displacement in booking.Displaces)
        {
            if (displacement.Pool != pool || Owed(displacement) is var owed && owed == 0) continue;
            replicas += displacement.Replicas;
            gpus += owed * _bookings[displacement.Victim].GpusPerReplica;
        }
        return Math.Min(replicas, gpus / booking.GpusPerReplica);
    }

    private void Replace(ObjectKey service, Booking? booking)
    {
        // What a displacer has reserved depends on what its victim still holds.
        var displacers = _displacers.GetValueOrDefault(service, []);
        foreach (var displacer in displacers) Count(displacer, -1);
        Count(service, -1);
        foreach (var displacement in _bookings.GetValueOrDefault(service)?.Displaces ?? []) _displacers[displacement.Victim].Remove(service);
        Rank(_bookings.GetValueOrDefault(service), -1);
        Rank(booking, 1);
        if (booking is null) _bookings.Remove(service);
        else _bookings[service] = booking;
        foreach (var displacement in booking?.Displaces ?? [])
        {
            if (!_displacers.TryGetValue(displacement.Victim, out var known)) _displacers[displacement.Victim] = known = [];
            known.Add(service);
        }
        Count(service, 1);
        foreach (var displacer in displacers) Count(displacer, 1);
    }

    private void Rank(Booking? booking, int sign)
    {
        if (booking is null) return;
        var rank = (booking.Priority, booking.Regrets.Count > 0);
        _ranks[rank] = _ranks.GetValueOrDefault(rank) + sign;
    }

    /// <summary>Enters what a service has (1) or strikes it out (-1).</summary>
    private void Count(ObjectKey service, int sign)
    {
        var booking = _bookings.GetValueOrDefault(service);
        var held = _held.GetValueOrDefault(service);
        foreach (var (pool, uses) in held ?? [])
        {
            for (var index = 0; index < uses.Count; index++)
            {
                var (account, node, gpus) = uses[index];
                if (booking is null || !IsSpare(booking, pool, index)) account.Take(node, sign * gpus);
                else account.Spare += sign * gpus;
                if (booking is not null && index >= booking.All(pool)) account.Leaving += sign * gpus;
            }
        }
        foreach (var (pool, replicas) in booking?.Replicas ?? new Dictionary<string, int>())
        {
            if (!_accounts.TryGetValue(pool, out var account)) continue;
            var homeless = replicas - (held?.GetValueOrDefault(pool)?.Count ?? 0) - Overlaid(booking!, pool);
            if (homeless > 0) account.Reserve(booking!.GpusPerReplica, sign * homeless);
        }
        // A spare that has no node yet is free for whoever needs it, but not for another spare: two services would start one on the same GPU, and give it up again, for ever.
        foreach (var (pool, spares) in booking?.Spares ?? new Dictionary<string, int>())
        {
            if (!_accounts.TryGetValue(pool, out var account)) continue;
            var unbound = booking!.All(pool) - Math.Max(held?.GetValueOrDefault(pool)?.Count ?? 0, booking.Replicas.GetValueOrDefault(pool));
            account.Spare += sign * Math.Clamp(unbound, 0, spares) * booking.GpusPerReplica;
        }
    }

    /// <summary>Spares are whatever is held beyond what is needed; what is held beyond both is on its way out and not free yet.</summary>
    private static bool IsSpare(Booking booking, string pool, int index) =>
        index >= booking.Replicas.GetValueOrDefault(pool) && index < booking.All(pool);

    private List<Held> HeldBy(ObjectKey service, string pool) => _held.TryGetValue(service, out var pools) && pools.TryGetValue(pool, out var held) ? held : [];

    private sealed record Held(PoolAccount Account, int Node, int Gpus);
}
