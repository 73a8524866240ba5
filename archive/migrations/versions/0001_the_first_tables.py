"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('accession_counter',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('year')
    )
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('username', sa.String(length=80), nullable=False),
    sa.Column('email', sa.String(length=255), nullable=True),
    sa.Column('password', sa.String(length=255), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('fs_uniquifier', sa.String(length=64), nullable=False),
    sa.Column('created', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('fs_uniquifier'),
    sa.UniqueConstraint('username')
    )
    op.create_table('authority',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('kind', 'name')
    )
    op.create_table('collection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('language', sa.String(length=35), nullable=False),
    sa.Column('default_credit', sa.String(), nullable=False),
    sa.Column('default_rights', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('slug')
    )
    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.Column('actor', sa.String(length=255), nullable=False),
    sa.Column('verb', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.String(length=32), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=True),
    sa.Column('after', sa.JSON(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('event_subject', ['subject', 'subject_id', 'id'], unique=False)

    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=128), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('actor', sa.String(length=255), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('reached', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('message', sa.String(), nullable=False),
    sa.Column('created', sa.String(length=32), nullable=False),
    sa.Column('ended', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_key'), ['key'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_state'), ['state'], unique=False)

    op.create_table('role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    op.create_table('session',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('created', sa.String(length=32), nullable=False),
    sa.Column('used', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('token_hash')
    )
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_account'), ['account'], unique=False)
        batch_op.create_index(batch_op.f('ix_session_used'), ['used'], unique=False)

    op.create_table('account_role',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], ),
    sa.PrimaryKeyConstraint('account_id', 'role_id')
    )
    op.create_table('job_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('accession', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('job_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_line_job_id'), ['job_id'], unique=False)

    op.create_table('photograph',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('accession', sa.String(length=64), nullable=False),
    sa.Column('collection_id', sa.Integer(), nullable=True),
    sa.Column('headline', sa.String(), nullable=False),
    sa.Column('caption', sa.String(), nullable=False),
    sa.Column('caption_language', sa.String(length=35), nullable=False),
    sa.Column('caption_writer', sa.String(), nullable=False),
    sa.Column('date_text', sa.String(), nullable=False),
    sa.Column('edtf', sa.String(), nullable=False),
    sa.Column('earliest', sa.String(length=10), nullable=True),
    sa.Column('latest', sa.String(length=10), nullable=True),
    sa.Column('sublocation', sa.String(), nullable=False),
    sa.Column('city', sa.String(), nullable=False),
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('country_code', sa.String(length=3), nullable=False),
    sa.Column('shown_sublocation', sa.String(), nullable=False),
    sa.Column('shown_city', sa.String(), nullable=False),
    sa.Column('shown_region', sa.String(), nullable=False),
    sa.Column('shown_country', sa.String(), nullable=False),
    sa.Column('shown_country_code', sa.String(length=3), nullable=False),
    sa.Column('content_advisory', sa.String(), nullable=False),
    sa.Column('credit_line', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('copyright_notice', sa.String(), nullable=False),
    sa.Column('rights', sa.String(), nullable=False),
    sa.Column('usage_terms', sa.String(), nullable=False),
    sa.Column('licensor', sa.String(), nullable=False),
    sa.Column('instructions', sa.String(), nullable=False),
    sa.Column('job_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('visible_words', sa.String(length=8), nullable=False),
    sa.Column('digital_source_type', sa.String(), nullable=False),
    sa.Column('artwork_maker', sa.String(), nullable=False),
    sa.Column('artwork_title', sa.String(), nullable=False),
    sa.Column('artwork_date', sa.String(), nullable=False),
    sa.Column('artwork_source', sa.String(), nullable=False),
    sa.Column('embargo', sa.String(length=10), nullable=False),
    sa.Column('visibility', sa.String(length=16), nullable=False),
    sa.Column('withdrawn_reason', sa.String(), nullable=False),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('origin_key', sa.String(length=64), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['collection_id'], ['collection.id'], ),
    sa.ForeignKeyConstraint(['merged_into_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('accession'),
    sa.UniqueConstraint('origin_key')
    )
    with op.batch_alter_table('photograph', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_photograph_collection_id'), ['collection_id'], unique=False)
        batch_op.create_index('photograph_visible', ['visibility', 'merged_into_id', 'embargo', 'collection_id', 'id'], unique=False)

    op.create_table('description',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('photograph_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('language', sa.String(length=35), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('author', sa.String(length=255), nullable=False),
    sa.Column('reviewer', sa.String(length=255), nullable=False),
    sa.Column('origin', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('alone', sa.Boolean(), nullable=False),
    sa.Column('picture', sa.String(length=64), nullable=False),
    sa.Column('created', sa.String(length=32), nullable=False),
    sa.Column('changed', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('description', schema=None) as batch_op:
        batch_op.create_index('description_approved', ['photograph_id', 'kind', 'language'], unique=True, sqlite_where=sa.text("status = 'approved'"))
        batch_op.create_index('description_pending', ['photograph_id', 'kind', 'language'], unique=True, sqlite_where=sa.text("status <> 'approved'"))
        batch_op.create_index('description_status', ['status', 'kind', 'photograph_id'], unique=False)

    op.create_table('image',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('photograph_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('format', sa.String(length=16), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('bytes', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('focus_x', sa.Double(), nullable=True),
    sa.Column('focus_y', sa.Double(), nullable=True),
    sa.Column('embedded', sa.JSON(), nullable=False),
    sa.Column('added', sa.String(length=32), nullable=False),
    sa.Column('replaced', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('image', schema=None) as batch_op:
        batch_op.create_index('image_current', ['sha256'], unique=True, sqlite_where=sa.text("replaced = ''"))
        batch_op.create_index('image_photograph', ['photograph_id'], unique=False)

    op.create_table('photograph_authority',
    sa.Column('photograph_id', sa.Integer(), nullable=False),
    sa.Column('authority_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], ),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('photograph_id', 'authority_id')
    )
    with op.batch_alter_table('photograph_authority', schema=None) as batch_op:
        batch_op.create_index('photograph_authority_authority', ['authority_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('photograph_authority', schema=None) as batch_op:
        batch_op.drop_index('photograph_authority_authority')

    op.drop_table('photograph_authority')
    with op.batch_alter_table('image', schema=None) as batch_op:
        batch_op.drop_index('image_photograph')
        batch_op.drop_index('image_current', sqlite_where=sa.text("replaced = ''"))

    op.drop_table('image')
    with op.batch_alter_table('description', schema=None) as batch_op:
        batch_op.drop_index('description_status')
        batch_op.drop_index('description_pending', sqlite_where=sa.text("status <> 'approved'"))
        batch_op.drop_index('description_approved', sqlite_where=sa.text("status = 'approved'"))

    op.drop_table('description')
    with op.batch_alter_table('photograph', schema=None) as batch_op:
        batch_op.drop_index('photograph_visible')
        batch_op.drop_index(batch_op.f('ix_photograph_collection_id'))

    op.drop_table('photograph')
    with op.batch_alter_table('job_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_job_line_job_id'))

    op.drop_table('job_line')
    op.drop_table('account_role')
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_used'))
        batch_op.drop_index(batch_op.f('ix_session_account'))

    op.drop_table('session')
    op.drop_table('role')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_job_state'))
        batch_op.drop_index(batch_op.f('ix_job_key'))

    op.drop_table('job')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index('event_subject')

    op.drop_table('event')
    op.drop_table('collection')
    op.drop_table('authority')
    op.drop_table('account')
    op.drop_table('accession_counter')
