"""The words that the generated margin notes are made of; `_` in one stands for a space."""

from __future__ import annotations

from typing import Tuple


def _words(text: str) -> Tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


NOUNS = _words(
    """
    account actor address agent algorithm allocator argument array attention balance bandwidth
    barrier baseline batch benchmark bias block boundary branch bucket budget buffer cache
    candidate capacity channel checkpoint checksum chunk circuit client clock cluster collision
    column commit compiler component condition conflict connection consensus constant constraint
    container context contract copy core corpus counter coverage cursor cycle dataset deadlock
    decision decoder default delay density dependency depth detector device dictionary dimension
    direction distance distribution document domain edge element embedding encoder endpoint
    energy entropy entry epoch error estimate event evidence example exception execution expert
    exponent expression factor failure feature field file filter flag folder format fragment
    frame frequency function garbage gateway gradient graph group guarantee handle handler hash
    header heap history hypothesis identifier image index inference input instance instruction
    integer interface interval invariant iteration iterator journal kernel key label lambda
    language latency layer leader leaf ledger length lexer library limit line list lock log loop
    loss machine margin mask matrix measure memory merge message method metric migration mirror
    model module momentum monitor network neighbour node noise norm number object operation
    operator optimizer option order outcome output overhead owner package packet page pair
    parameter parser partition patch path pattern penalty permission pipeline pointer policy
    pool position precision prediction prefix principle prior priority probability process
    processor program projection prompt protocol proxy quantity query queue quorum random range
    rate ratio reader record recovery reference region register relation release replica report
    request residual resource response result retry reward ring role root route row rule sample
    scale schedule schema score script search section seed segment sequence server session shard
    signal size slice snapshot socket source space sparse stack stage state statement step
    storage strategy stream string structure suffix summary switch symbol table target task
    template tensor term test thread threshold throughput token topic trace tracker traffic
    transaction transform tree trial tuple type unit update user value variable variance vector
    version view vocabulary weight width window worker workload writer zone
    """
)
VERBS = _words(
    """
    absorbs accepts adds aligns allows applies approximates assigns assumes avoids balances
    begins blocks bounds breaks builds bypasses caches calls cancels captures carries changes
    checks chooses clears collects combines compares compresses computes confirms connects
    consumes contains controls converges converts copies corrects counts covers creates decides
    decodes decreases defines delays deletes depends_on describes detects determines discards
    divides drops duplicates encodes ends enforces ensures estimates evaluates exceeds expands
    explains exposes extends feeds fetches fills filters fixes flushes follows forces forgets
    freezes generates guarantees guides handles hides holds identifies ignores improves includes
    increases infers initialises inserts isolates joins keeps labels learns leaves limits links
    loads locates locks logs loses lowers maintains maps marks masks matches measures merges
    minimises misses moves needs notifies observes offers omits opens optimises orders overlaps
    owns packs passes predicts prefers prepares preserves prevents produces projects protects
    proves provides queues raises reaches reads rebuilds receives records recovers reduces
    refuses rejects releases removes repeats replaces replays requires resets resolves restores
    returns reuses revokes rewrites samples saves scales schedules scores selects sends
    separates shares shifts shrinks signals simplifies skips sorts splits starts stops stores
    streams submits suffers supports survives synchronises tests tolerates tracks transforms
    triggers truncates tunes updates uses validates verifies waits_for wakes warns weighs wraps
    writes yields
    """
)
ADJECTIVES = _words(
    """
    absolute accurate active adaptive additional ambiguous ancient approximate arbitrary
    asynchronous atomic available average binary broken central cheap circular clean cold
    complete complex concurrent conditional consistent constant continuous correct costly
    current damaged deep dense dependent deterministic different direct discrete distributed
    double dynamic early effective efficient empty equal exact explicit exponential external
    extra fair faithful fast final finite fixed flat forward fragile frequent fresh full general
    global greedy heavy hidden hierarchical idle immutable implicit independent initial inner
    internal invalid joint large late latent lazy linear local logical long loose lossy mutable
    naive narrow nested new noisy normal old open optimal optional ordinary outer parallel
    partial passive periodic persistent physical plain positive possible primary private public
    quick rare raw recent recursive redundant regular relative reliable remote robust rough safe
    scarce secondary sequential serial shallow shared short silent similar simple single slow
    small smooth soft sparse stable stale static strict strong subtle sufficient temporary tight
    total transient trivial uniform unique unknown useful valid verbose virtual visible volatile
    warm weak whole
    """
)
ADVERBS = _words(
    """
    always often rarely silently eagerly usually never only sometimes finally still also already
    """
)
OPENERS = _words(
    """
    In_practice, By_default, As_a_consequence, On_the_other_hand, For_this_reason, In_contrast,
    More_precisely, At_first_sight, In_the_worst_case, After_a_crash, Under_load,
    In_other_words,
    """
)
JOINTS = _words("because so_that while although unless whenever until and_then which_is_why")
NAMES = _words(
    """
    Raft Paxos Gossip Merkle Lamport Turing Bayes Fourier Laplace Markov Gauss Shannon Huffman
    Dijkstra Bellman Nesterov Adam Hessian Jacobi Kahan Knuth Zipf Bloom Cuckoo Kalman Nyquist
    POSIX Unicode Lisp Haskell Erlang Prolog Fortran Smalltalk TCP UDP DNS TLS HTTP GPU CPU RAM
    SSD NUMA SIMD JIT API SDK ORM CRDT MVCC WAL LSM LRU LSTM CNN RNN MLP BPE KNN SVM PCA ROC AUC
    """
)
SYLLABLES = _words("ar bel cor den el fa gor hen il ka lum mor nel or pas quin rul sa tor vex")
CONCEPTS = _words(
    """
    算法 模型 参数 梯度 缓存 索引 事务 日志 副本 节点 分区 队列 线程 进程 内存 磁盘 带宽 延迟
    吞吐量 矩阵 向量 张量 维度 概率 方差 均值 样本 分布 损失 权重 偏差 阈值 窗口 序列 注意力
    编码器 解码器 词表 嵌入 层 批次 学习率 优化器 正则项 指针 数组 链表 哈希表 二叉树 图 栈 堆
    锁 信号量 调度器 编译器 解析器 语法树 字节码 虚拟机 垃圾回收 接口 协议 报文 连接 会话 请求
    响应 网关 代理 证书 密钥 签名 容器 镜像 集群 主节点 从节点 快照 检查点 心跳 超时 重试 幂等性
    一致性 可用性 隔离级别 死锁 竞态 瓶颈 开销 复杂度 上界 下界 不变量 假设 结论 例子 边界 误差
    精度 噪声 特征 标签 目标函数
    """
)
ACTIONS = _words(
    """
    减少 增加 避免 保证 依赖 等待 触发 覆盖 丢弃 合并 拆分 压缩 恢复 更新 读取 写入 复制 移动
    比较 排序 检查 选择 忽略 限制 放大 缩小 共享 锁定 释放 提交 回滚 重放 预测 估计 采样 训练
    冻结 调整 收敛于 映射到 取决于 来自 优于 等价于 决定 描述
    """
)
DEGREES = _words("通常 往往 一定 可能 只能 必须 不再 总是 很少 会 能 不会 也会 仍然 逐步 直接")
LINKS = _words("因为 所以 但是 因此 而且 否则 同时 也就是说 相反 其中")
ENDS = ("", "", "", "的时候", "之前", "之后", "的代价", "的结果", "的数量", "的顺序")
# Full-width, as Chinese is written; escaped, since they look like their ASCII twins.
COMMA, COLON, ASKS = "\uff0c", "\uff1a", "\uff1f"
