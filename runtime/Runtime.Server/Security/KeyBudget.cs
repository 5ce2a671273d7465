namespace InferOps.Runtime.Server.Security;

/// <summary>The budget that keys of one name share. Any thread.</summary>
internal sealed class KeyBudget(KeyLimits limits, TimeProvider time)
{
    private readonly Lock _change = new();
    private readonly long _epoch = time.GetTimestamp();
    private BudgetState _state = BudgetState.Full(limits, TimeSpan.Zero);

    /// <summary>The state at this moment.</summary>
    public BudgetState State
    {
        get
        {
            lock (_change) return _state = _state.Refilled(Now);
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_epoch);

    public BudgetRefusal? Enter()
    {
        lock (_change)
        {
            (_state, var refusal) = _state.Refilled(Now).Enter();
            return refusal;
        }
    }

    public BudgetRefusal? Reserve(int prompt, long answer, out int reserved)
    {
        lock (_change)
        {
            (_state, reserved, var refusal) = _state.Refilled(Now).Reserve(prompt, answer);
            return refusal;
        }
    }

    public void Settle(int reserved, int used) => Change(state => state.Settle(reserved, used));

    public void Leave() => Change(state => state.Leave());

    /// <summary>New limits, as the key file has them now.</summary>
    public void Limit(KeyLimits limits) => Change(state => state.Limits == limits ? state : state.Under(limits, Now));

    private void Change(Func<BudgetState, BudgetState> to)
    {
        lock (_change) _state = to(_state.Refilled(Now));
    }
}
